import { expect, test } from "vitest";
import { InternalError } from "./assert.ts";
import { meterWork, spendMemory, spendWork, WorkExhausted, WorkMeter } from "./work.ts";

function spend(count: number, units = 1): void {
  for (let i = 0; i < count; i++) spendWork(units);
}

test("without a meter nothing is bounded", () => {
  expect(() => spend(3, 2 ** 31)).not.toThrow();
  expect(() => spendMemory(2 ** 40)).not.toThrow();
});

test("a meter counts exactly what is spent under it, as often as it runs", () => {
  const meter = new WorkMeter();
  meterWork(meter, () => spend(100_000, 3));
  meterWork(meter, () => spendMemory(640));
  expect([meter.units, meter.bytes]).toEqual([300_010, 640]);
  meter.reset({});
  expect([meter.units, meter.bytes]).toEqual([0, 0]);
});

test("work ends when its limit is exceeded, and who swallows that is stopped again", () => {
  const meter = new WorkMeter({ maxUnits: 50_000 });
  const stubborn = () => {
    let attempts = 0;
    while (attempts < 3) {
      try {
        spend(1_000_000);
      } catch (error) {
        expect(error).toBeInstanceOf(WorkExhausted);
        attempts++;
      }
    }
  };
  meterWork(meter, stubborn);
  expect(meter.units).toBeLessThan(50_000 + 2 ** 17);
});

test("memory ends when its limit is exceeded", () => {
  const fill = () => {
    for (;;) spendMemory(1000);
  };
  const meter = new WorkMeter({ maxBytes: 1e7 });
  expect(() => meterWork(meter, fill)).toThrow(expect.objectContaining({ what: "memory" }));
  expect(meter.bytes).toBeLessThan(1e7 + 2 ** 20 + 1000);
});

test("the checkpoint is asked again and again, and what it throws ends the work", () => {
  let calls = 0;
  const stop = new Error("stop");
  const checkpoint = () => {
    if (++calls === 5) throw stop;
  };
  expect(() => meterWork(new WorkMeter({ checkpoint }), () => spend(1e9))).toThrow(stop);
  expect(calls).toBe(5);
});

test("meters nest: the inner one's work is not charged to the outer one", () => {
  const [outer, inner] = [new WorkMeter({ maxUnits: 10_000 }), new WorkMeter()];
  meterWork(outer, () => {
    spend(5_000);
    meterWork(inner, () => spend(1_000_000));
    spend(5_000);
  });
  expect([outer.units, inner.units]).toEqual([10_000, 1_000_000]);
});

test("an exception of the work ends its meter", () => {
  const meter = new WorkMeter({ maxUnits: 10 });
  expect(() =>
    meterWork(meter, () => {
      throw new Error("broken");
    }),
  ).toThrow("broken");
  expect(() => spend(1_000_000)).not.toThrow();
});

test("what is not a number is a bug, and does not switch the budget off", () => {
  const meter = new WorkMeter({ maxUnits: 1_000 });
  expect(() => meterWork(meter, () => spendWork(Number.NaN))).toThrow(InternalError);
  expect(() => meterWork(meter, () => spend(1_000_000))).toThrow(WorkExhausted as never);
});

/** All lists of amplifiers that the builders of `test/corpus` export, whatever they are called there. */
import { readdirSync } from "node:fs";
import type { Amplifier } from "../corpus/amplifier.ts";

const folder = new URL("../corpus/", import.meta.url);

export async function allAmplifiers(): Promise<readonly Amplifier[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((exports: object) => Object.values(exports).filter(isAmplifierList).flat());
}

function isAmplifierList(value: unknown): value is readonly Amplifier[] {
  return Array.isArray(value) && value.length > 0 && value.every(isAmplifier);
}

function isAmplifier(value: unknown): value is Amplifier {
  return (
    typeof value === "object" && value !== null && "make" in value && "start" in value && "module" in value
  );
}

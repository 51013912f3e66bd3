// Says at the end of a run how many cases were skipped, where, and why.
export default class SkippedReporter {
  onTestRunEnd(testModules) {
    const counts = new Map();
    for (const testModule of testModules) {
      for (const test of testModule.children.allTests("skipped")) {
        // Cases that a filter like `-t` left out are no news.
        if (test.options.mode === "run" && test.result().note === undefined) continue;
        const why = test.result().note ?? `${testModule.relativeModuleId} (its condition does not hold here)`;
        counts.set(why, (counts.get(why) ?? 0) + 1);
      }
    }
    for (const [why, count] of counts) console.log(`skipped ${count}: ${why}`);
  }
}

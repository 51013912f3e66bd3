/**
 * Tests that compare with recorded behaviour or with YARA-X run nothing where these are missing. `TYARA_REQUIRE=1` makes that
 * an error; elsewhere the end of the run says what was missing.
 */
import { expect, it } from "vitest";
import { materials } from "../material.ts";

const isRequired = (process.env.TYARA_REQUIRE ?? "") !== "";

it.for(materials)("$name: all are there", ({ name, wanted, count }, { skip }) => {
  const found = count();
  if (found === 0 && !isRequired) skip(`${name}: ${wanted} missing, and nothing was compared with them`);
  expect(found).toBe(wanted);
});

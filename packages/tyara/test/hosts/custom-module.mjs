// The guide's module, used from rules: bundled, as a program of Node.js or as a page's module. Ends with "ok" or says what failed.
import { compile } from "tyara";
import { tpak } from "../../../../examples/custom-module/tpak.ts";

const rules = compile(
  `import "tpak"
  rule nested_arrays { condition: for any entry in tpak.entries : ( for any tag in entry.tags : ( tag == "big" ) ) }
  rule map { condition: tpak.properties["author"] == "somebody" and not defined tpak.properties["title"] }
  rule enumeration { condition: tpak.entries[0].kind == tpak.KIND_TEXT and tpak.entries[1].kind == tpak.KIND_CODE }
  rule functions { condition: tpak.count(tpak.KIND_CODE) == 1 and tpak.total_name_length() == 9 }
  rule other { condition: not tpak.is_tpak }`,
  { modules: [tpak] },
);

/** A list is a count and its items, a string its length and its characters. */
const sample =
  "TPAK\x02" + "\x05a.txt\x01\x02\x03new\x03big" + "\x04b.js\x03\x00" + "\x01" + "\x06author\x08somebody";

function matching(text) {
  return rules
    .scan(new TextEncoder().encode(text))
    .matches.map(({ identifier }) => identifier)
    .join(" ");
}

function outcome() {
  const [found, foundElsewhere] = [matching(sample), matching("TPAX")];
  const isRight = found === "nested_arrays map enumeration functions" && foundElsewhere === "other";
  return isRight ? "ok" : `failed: ${found}; in other data: ${foundElsewhere}`;
}

if (typeof document === "undefined") console.log(outcome());
else document.body.textContent = outcome();

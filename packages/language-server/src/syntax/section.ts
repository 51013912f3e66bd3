/** Where in a rule a token stands, told from the tokens before it: the rule may be unfinished. */
import { isTrivia, type SyntaxTree, Token } from "tyara/editor";

export type Section =
  /** Outside of rules. */
  | "file"
  /** Between `rule` and `{`: the name; behind the colon, the tags. */
  | "name"
  | "tags"
  /** Behind `{`, where no section has begun. */
  | "body"
  | "meta"
  | "strings"
  | "hex"
  | "condition";

const known = new WeakMap<SyntaxTree, readonly Section[]>();

/** The section of the place before a token. */
export function sectionBefore(tree: SyntaxTree, token: number): Section {
  return sectionsOf(tree)[token] ?? "file";
}

/** The section of the place before each token. */
function sectionsOf(tree: SyntaxTree): readonly Section[] {
  let sections = known.get(tree);
  if (sections === undefined) known.set(tree, (sections = findSections(tree)));
  return sections;
}

function findSections(tree: SyntaxTree): Section[] {
  const sections: Section[] = [];
  let section: Section = "file";
  for (let at = 0; at < tree.tokenCount; at++) {
    sections.push(section);
    const kind = tree.tokenKind(at);
    if (!isTrivia(kind)) section = step(section, kind, tree, at);
  }
  return sections;
}

function step(section: Section, kind: Token, tree: SyntaxTree, token: number): Section {
  switch (kind) {
    case Token.Rule:
      return section === "condition" ? section : "name";
    case Token.Colon:
      return section === "name" ? "tags" : section;
    case Token.LeftBrace:
      if (section === "name" || section === "tags") return "body";
      return section === "strings" ? "hex" : section;
    case Token.RightBrace:
      if (section === "hex") return "strings";
      return "file";
    case Token.Meta:
      return isInRule(section) && isSectionHead(tree, token) ? "meta" : section;
    case Token.Strings:
      return isInRule(section) && isSectionHead(tree, token) ? "strings" : section;
    case Token.Condition:
      return isInRule(section) && isSectionHead(tree, token) ? "condition" : section;
    default:
      return section;
  }
}

const isInRule = (section: Section): boolean => section !== "file";

/** Whether a colon follows. */
function isSectionHead(tree: SyntaxTree, token: number): boolean {
  let at = token + 1;
  while (at < tree.tokenCount && isTrivia(tree.tokenKind(at))) at++;
  return at < tree.tokenCount && tree.tokenKind(at) === Token.Colon;
}

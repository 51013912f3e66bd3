export type { Diagnostic, Footer, Label, Replacement, Source } from "./diagnostic.ts";

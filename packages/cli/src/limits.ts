/** What is said when a module's limit left something out: `the module pe does not read more than 96 sections`. */
export function leftOut(module: string, what: string): string {
  return `the module ${module} does not read ${what}; the rest is missing`;
}

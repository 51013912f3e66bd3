/** What compiled rules of ours begin with, so that whoever gets them in place of something else can say so. */
export const compiledMagic = "TYARA\0";

export { chooseKernel, type KernelChoice, type KernelVariant } from "./choose-kernel.ts";
export { CodeMeter, Kernel, searchKernel } from "./kernel.ts";
export { Searcher, type SearchKernel } from "./searcher.ts";

export { chooseKernel, type KernelChoice, type KernelVariant } from "./choose-kernel.ts";
export { absentHost, CodeMeter, Kernel, type KernelHost, searchKernel } from "./kernel.ts";
export { Searcher, type SearchKernel } from "./searcher.ts";

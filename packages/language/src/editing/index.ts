export { SegmentedSource } from "./segmented-source.ts";
export {
  type IncludedNames,
  type IncludeResolver,
  type SegmentReport,
  SourceCheck,
  type SourceReport,
} from "./source-check.ts";
export { SourceSegment } from "./source-segment.ts";

/** What a probe found. A probe of the prefix that came to an end knows the range in which the match may begin. */
export class ProbeResult {
  /** How many bytes were looked at. */
  static byteCount: u32 = 0;
  static isComplete: bool = false;
  static lowestStart: u32 = 0;
  static highestStart: u32 = 0;
}

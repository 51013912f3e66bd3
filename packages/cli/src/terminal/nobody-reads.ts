/** Nobody reads on (`tyara scan … | head`): the command ends, and that is no error. */
export class NobodyReads extends Error {
  override readonly name = "NobodyReads";
}

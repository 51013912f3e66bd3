declare module "seek-bzip" {
  const bzip2: {
    /** Decodes a whole file, with `isMultistream` all streams of it. Throws for damaged ones. */
    decode(
      input: Buffer,
      output: { readonly writeByte: (byte: number) => void },
      isMultistream: boolean,
    ): unknown;
  };
  export default bzip2;
}

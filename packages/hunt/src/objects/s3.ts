/** The objects of a bucket in S3 or a store that speaks its protocol. */
import { HuntError } from "../hunt-error.ts";
import type { SourceCredentials } from "./open-source.ts";
import {
  type ListedObject,
  ObjectError,
  type ObjectSource,
  type OpenedObject,
  type ReadLimits,
  tooLarge,
} from "./source.ts";

/** `s3://BUCKET/PREFIX`. Throws {@link HuntError} when the client is not installed or the location is none. */
export async function openBucket(
  location: string,
  { s3Endpoint, s3Region }: SourceCredentials,
): Promise<ObjectSource> {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(location) ?? [];
  if (bucket === undefined) throw new HuntError(`${location}: an S3 source is s3://BUCKET/PREFIX`);
  const { S3Client, ListObjectsV2Command, GetObjectCommand } = await clientPackage();
  const client = new S3Client({
    ...(s3Endpoint !== undefined && { endpoint: s3Endpoint, forcePathStyle: true }),
    ...((s3Region ?? process.env.AWS_REGION) === undefined
      ? { region: "us-east-1" }
      : { region: (s3Region ?? process.env.AWS_REGION)! }),
    maxAttempts: 5,
  });

  const pageAfter = async (token: string | undefined) => {
    const more = token === undefined ? {} : { ContinuationToken: token };
    try {
      return await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...more }));
    } catch (error) {
      // A listing that ends early would look like one that is complete.
      throw new HuntError(`cannot list ${location}: ${(error as Error).name}: ${(error as Error).message}`);
    }
  };

  async function* list(): AsyncGenerator<ListedObject> {
    let token: string | undefined;
    do {
      const page = await pageAfter(token);
      for (const { Key, Size = 0, ETag = "" } of page.Contents ?? [])
        if (Key !== undefined && !(Key.endsWith("/") && Size === 0))
          yield { name: Key, size: Size, version: ETag };
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async function read({ name }: ListedObject, { maxSize, signal }: ReadLimits): Promise<OpenedObject> {
    try {
      const answer = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: name }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      const size = answer.ContentLength ?? 0;
      if (size > maxSize) {
        (answer.Body as { destroy?: () => void } | undefined)?.destroy?.();
        throw tooLarge(name, size, maxSize);
      }
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      if (answer.ContentLength !== undefined && bytes.length !== size)
        throw new ObjectError("unavailable", `${name} has ${bytes.length} of its ${size} bytes`);
      return { bytes: new Uint8Array(bytes), version: answer.ETag ?? "" };
    } catch (error) {
      throw error instanceof ObjectError ? error : storeError(name, error);
    }
  }

  return { location, list, read, close: async () => client.destroy() };
}

function storeError(name: string, error: unknown): ObjectError {
  const { name: kind, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const text = `${name}: ${kind}: ${message}`;
  if (status === 404 || kind === "NoSuchKey") return new ObjectError("vanished", text);
  if (status === 401 || status === 403) return new ObjectError("refused", text);
  return new ObjectError("unavailable", text);
}

async function clientPackage(): Promise<typeof import("@aws-sdk/client-s3")> {
  try {
    return await import("@aws-sdk/client-s3");
  } catch {
    throw new HuntError("an S3 source needs the package @aws-sdk/client-s3 beside tyara-hunt");
  }
}

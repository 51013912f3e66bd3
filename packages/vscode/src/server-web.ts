import { serveWorker } from "tyara-language-server/browser";

serveWorker(self as unknown as Parameters<typeof serveWorker>[0]);

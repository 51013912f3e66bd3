/** Debian's browsers, driven as a person would. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const chromiumPath: string | undefined =
  process.env.TYARA_CHROMIUM ?? PATHS.find((path) => existsSync(path));

if (chromiumPath === undefined) {
  const message = "there is no Chromium: the playground is not tried in a browser";
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

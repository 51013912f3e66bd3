/**
 * By module, packages that have files of its format: builds for other systems, and the files on which parsers of others are
 * tested, damaged ones among them. `source` are Debian's source packages.
 */
export const sources = {
  crx: { npm: ["unzip-crx-3"] },
  dex: { source: ["androguard"], npm: ["appium-uiautomator2-server", "io.appium.settings"] },
  lnk: { source: ["libimage-exiftool-perl"] },
  macho: {
    npm: [
      "@esbuild/darwin-x64",
      "@esbuild/darwin-arm64",
      "@rollup/rollup-darwin-x64",
      "@rollup/rollup-darwin-arm64",
      "@swc/core-darwin-x64",
      "@swc/core-darwin-arm64",
      "@parcel/watcher-darwin-x64",
      "@parcel/watcher-darwin-arm64",
      "lightningcss-darwin-x64",
      "lightningcss-darwin-arm64",
      "@img/sharp-darwin-x64",
      "@img/sharp-darwin-arm64",
      "@img/sharp-libvips-darwin-x64",
      "@biomejs/cli-darwin-arm64",
      "@tailwindcss/oxide-darwin-x64",
      "@napi-rs/canvas-darwin-arm64",
      "@lmdb/lmdb-darwin-x64",
      "@msgpackr-extract/msgpackr-extract-darwin-arm64",
      "fsevents",
      "bufferutil",
      "utf-8-validate",
      "classic-level",
      "sodium-native",
      "@serialport/bindings-cpp",
      "usb",
      "macos-alias",
    ],
  },
  zip: { source: ["libapache-poi-java", "libexcel-writer-xlsx-perl", "androguard"] },
};

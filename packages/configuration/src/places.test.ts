import { expect, it } from "vitest";
import { configurationPaths } from "./places.ts";

it("is looked for from the folder upwards, then among the user's files", () => {
  expect(configurationPaths({ folder: "/srv/rules/web", home: "/home/ann" })).toEqual([
    "/srv/rules/web/tyara.toml",
    "/srv/rules/web/.yara-x.toml",
    "/srv/rules/tyara.toml",
    "/srv/rules/.yara-x.toml",
    "/srv/tyara.toml",
    "/srv/.yara-x.toml",
    "/tyara.toml",
    "/.yara-x.toml",
    "/home/ann/.config/tyara/tyara.toml",
    "/home/ann/.yara-x.toml",
  ]);
});

it("is found in other kinds of paths, each once", () => {
  expect(configurationPaths({ folder: "C:\\rules\\web" })).toEqual([
    "C:\\rules\\web\\tyara.toml",
    "C:\\rules\\web\\.yara-x.toml",
    "C:\\rules\\tyara.toml",
    "C:\\rules\\.yara-x.toml",
    "C:\\tyara.toml",
    "C:\\.yara-x.toml",
  ]);
  expect(configurationPaths({ folder: "/", home: "/", userSettings: "/etc/xdg/" })).toEqual([
    "/tyara.toml",
    "/.yara-x.toml",
    "/etc/xdg/tyara/tyara.toml",
  ]);
});

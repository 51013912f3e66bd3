/**
 * `tyara.toml`, published as `tyara/configuration`: what an organisation or a person wants of the formatter, the checks, the
 * language server and the command. It reads text and names the paths to look at; reading files is the caller's.
 *
 * @packageDocumentation
 */
export * from "@tyara/configuration";

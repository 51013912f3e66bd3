/**
 * For tests of what runs guests.
 *
 * @packageDocumentation
 */
export { MirroredBackend } from "./backends/mirrored/mirrored-backend.ts";

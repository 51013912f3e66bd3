// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
export { };
#!/usr/bin/env node
import { runHunt } from "../dist/command.js";

process.exitCode = await runHunt(process.argv.slice(2));

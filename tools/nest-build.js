/**
 * A plugin of the Nest CLI. Nest's compiler builds one project and not those that it refers to, so here it only checks
 * the sources (tsconfig.nest.json), and the command in nest-cli.json builds them.
 */
import { spawnSync } from 'node:child_process';
import ts from 'typescript';

/** @throws Error where the command fails; Nest then prints its message and ends with 1. */
export function before({ command }, program) {
  if (ts.getPreEmitDiagnostics(program).length === 0) {
    const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
    if (status !== 0) throw new Error(`“${command}” failed.`);
  }
  return () => (file) => file;
}

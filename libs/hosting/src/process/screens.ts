/** Where a person prints; colours only for a terminal that wants them. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  print(line: string): void;
}

/** Data go to stdout, talk to stderr; colours only on a terminal, and never where NO_COLOR is set. */
export function screenOn(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY;
  return {
    isTerminal,
    hasColour: isTerminal && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    print(line) {
      stream.write(`${line}\n`);
    },
  };
}

/** A terminal that was closed, a reader that has gone, or a full disk under the lines must not end a process in the midst of its work. */
export function outliveScreens(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

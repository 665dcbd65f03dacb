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

import { styleText } from 'node:util';
import { type Screen } from '@interlock/hosting';

const COLOURS = ['cyan', 'magenta', 'yellow', 'green', 'blue', 'red', 'gray', 'white'] as const;

/** One stream of everybody’s lines, each marked with who says it. */
export function makeLines(screen: Screen, names: readonly string[]): (from: string, text: string) => void {
  const width = names.reduce((widest, name) => Math.max(widest, name.length), 0);
  return (from, text) => {
    const mark = `${from.padEnd(width)} |`;
    const colour = COLOURS[Math.max(0, names.indexOf(from)) % COLOURS.length] ?? 'white';
    screen.print(`${screen.hasColour ? styleText(colour, mark) : mark} ${screen.isTerminal ? readable(text) : text}`);
  };
}

/** A service writes JSON for machines; a person reads what happened, and to whom. */
function readable(text: string): string {
  const said = parsed(text);
  if (said === undefined) return text;
  const { level, message, msg, ...rest } = said;
  const about = ['node', 'consumer', 'lane', 'code', 'caseId', 'commandId', 'url'].flatMap((name) =>
    typeof rest[name] === 'string' ? [`${name}=${rest[name]}`] : [],
  );
  const words = typeof message === 'string' ? message : typeof msg === 'string' ? msg : text;
  return [typeof level === 'string' && level !== 'info' ? `${level}:` : '', words, ...about].filter((part) => part !== '').join(' ');
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? Object.fromEntries(Object.entries(said)) : undefined;
  } catch {
    return undefined;
  }
}

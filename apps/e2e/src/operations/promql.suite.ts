import { parser } from '@prometheus-io/lezer-promql';

export interface PromQl {
  /** Metrics that it asks for. */
  readonly metrics: readonly string[];
  /** Labels that it groups by or selects by. */
  readonly labels: readonly string[];
  /** What does not hold together, with where; empty when all does. */
  readonly problems: readonly string[];
}

/** Functions that want a range: the grammar takes them over an instant, too, and the server would not. */
const OVER_RANGE: ReadonlySet<string> = new Set(['rate', 'increase', 'irate', 'delta', 'deriv', 'changes', 'resets', 'min_over_time']);

/** Reads an expression with Prometheus’ own grammar. */
export function readPromQl(text: string): PromQl {
  const metrics: string[] = [];
  const labels: string[] = [];
  const problems: string[] = [];
  parser.parse(text).iterate({
    enter({ type, name, from, to, node }) {
      const said = text.slice(from, to);
      if (type.isError) problems.push(`${text.slice(0, from)}‸${text.slice(from)}`);
      else if (name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.push(said);
      else if (name === 'LabelName') labels.push(said);
      else if (
        name === 'FunctionIdentifier' &&
        OVER_RANGE.has(said) &&
        !node.parent?.getChild('FunctionCallBody')?.getChild('MatrixSelector')
      )
        problems.push(`${said} wants a range: ${text}`);
    },
  });
  return { metrics, labels, problems };
}

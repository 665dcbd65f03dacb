import { Counter, Gauge, type Registry } from 'prom-client';

export type SetValue<Label extends string> = (labels: Partial<Record<Label, string>>, value: number) => void;

export interface Instrument<Label extends string> {
  readonly name: string;
  /** Shown by Prometheus beside the name: what it says, and in which unit. */
  readonly help: string;
  readonly labels: readonly Label[];
  /** Sets what holds when it is asked for: nothing is kept beside the nodes’ own state. */
  collect(set: SetValue<Label>): void;
}

/** What stands now. */
export function gauge<Label extends string>(registry: Registry, { name, help, labels, collect }: Instrument<Label>): void {
  new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [registry] },
    collect() {
      this.reset();
      collect((at, value) => {
        this.set(at, value);
      });
    },
  });
}

/** What only grows, counted where it happens. */
export function counter<Label extends string>(registry: Registry, { name, help, labels, collect }: Instrument<Label>): void {
  new Counter({
    ...{ name, help, labelNames: [...labels], registers: [registry] },
    collect() {
      this.reset();
      collect((at, value) => {
        this.inc(at, value);
      });
    },
  });
}

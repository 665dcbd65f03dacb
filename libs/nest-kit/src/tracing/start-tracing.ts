import { trace } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/** A span that is over, as those see it who take spans in this process. */
export interface FinishedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface TracingOptions {
  /** `police`, `bank`, `gateway`: who these spans are of. */
  readonly service: string;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT` and the other variables of OpenTelemetry’s OTLP exporter; `OTEL_TRACES_SAMPLER_ARG`: which part of all traces. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Instead of sending them: called with each span when it ends. */
  take?(span: FinishedSpan): void;
}

export interface Tracing {
  /** Sends what is left, and ends. */
  shutdown(): Promise<void>;
}

let isOn = false;

/** Whether anybody takes spans. Asked when nodes and lanes are opened: tracing starts before them. */
export function isTracing(): boolean {
  return isOn;
}

/** Takes spans from now on where a collector is named; else nothing is loaded and nothing happens. */
export async function startTracing({ service, env = process.env, take }: TracingOptions): Promise<Tracing> {
  const url = collectorIn(env);
  if (url === undefined && !take) return { shutdown: () => Promise.resolve() };
  const [{ ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider }, { resourceFromAttributes }, processor] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    take ? handedTo(take) : sentTo(url ?? ''),
  ]);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `interlock-${service}`, 'service.namespace': 'interlock' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratioIn(env['OTEL_TRACES_SAMPLER_ARG'])) }),
    spanProcessors: [processor],
  });
  trace.setGlobalTracerProvider(provider);
  isOn = true;
  return {
    async shutdown() {
      isOn = false;
      trace.disable();
      await provider.shutdown();
    },
  };
}

/** All of them unless a part from 0 to 1 is named. */
function ratioIn(text: string | undefined): number {
  const ratio = Number(text ?? '');
  return text === undefined || text === '' || Number.isNaN(ratio) || ratio < 0 || ratio > 1 ? 1 : ratio;
}

/** OpenTelemetry’s two variables: the one for traces is whole, the common one is begun. */
function collectorIn(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const whole = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  if (whole !== '') return whole;
  const begun = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  return begun === '' ? undefined : `${begun.replace(/\/$/, '')}/v1/traces`;
}

/** Headers, certificates and timeouts by the exporter’s own variables. */
async function sentTo(url: string): Promise<SpanProcessor> {
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), scheduledDelayMillis: 1_000 });
}

function handedTo(take: (span: FinishedSpan) => void): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd(span) {
      take(finished(span));
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function finished(span: ReadableSpan): FinishedSpan {
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext?.spanId;
  return { name: span.name, traceId, spanId, attributes: span.attributes, ...(parent !== undefined && { parentSpanId: parent }) };
}

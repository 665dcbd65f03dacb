import { connect } from 'node:tls';
import { type KafkaClientOptions } from '../kafka-client.ts';
import { KafkaError, kafkaErrorOf } from '../kafka-error.ts';

const CONNECT_MS = 1_000;
/** A broker refuses a certificate after the handshake, in its next word. */
const LISTEN_MS = 300;

/** The library says of a refused certificate only that the connection was closed: the broker itself says why. */
export async function whyUnreachable({ brokers, certificate }: KafkaClientOptions, error: KafkaError): Promise<KafkaError> {
  const address = brokers[0];
  if (error.code !== 'BROKER_UNREACHABLE' || !certificate || address === undefined) return error;
  const { ca, cert, key } = certificate;
  const [host = '', port = ''] = address.split(':');
  const heard = Promise.withResolvers<unknown>();
  const socket = connect({ host, port: Number(port), ca, cert, key }, () => {
    socket.setTimeout(LISTEN_MS);
  });
  socket.setTimeout(CONNECT_MS);
  socket.on('timeout', () => {
    heard.resolve(undefined);
  });
  socket.on('error', heard.resolve);
  const said = await heard.promise;
  socket.destroy();
  const found = said === undefined ? error : kafkaErrorOf(said);
  return found.code === 'BROKER_CREDENTIALS_REFUSED' ? new KafkaError(found.code, found.message) : error;
}

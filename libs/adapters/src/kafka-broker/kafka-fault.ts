export type KafkaFaultCode = 'KAFKA_NO_JAVA' | 'KAFKA_NO_MAVEN' | 'KAFKA_NOT_INSTALLED' | 'KAFKA_NOT_STARTED';

/** Why there is no broker, and what a person does about it. */
export class KafkaFault extends Error {
  override readonly name = 'KafkaFault';
  readonly code: KafkaFaultCode;
  readonly how: string;

  constructor(code: KafkaFaultCode, message: string, how: string) {
    super(message);
    this.code = code;
    this.how = how;
  }
}

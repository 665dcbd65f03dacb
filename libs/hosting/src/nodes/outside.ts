import { type CoreBanking, type LineNetwork } from '@interlock/kernel';

/** What is outside: each bank’s core system, each operator’s network. */
export interface Outside {
  core(bank: string): CoreBanking;
  network(operator: string): LineNetwork;
}

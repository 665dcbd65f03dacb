export { type Member, type Register, type Unit, readRegister } from './register/register.ts';

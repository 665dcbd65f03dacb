export { houseRules } from './house-rules.ts';

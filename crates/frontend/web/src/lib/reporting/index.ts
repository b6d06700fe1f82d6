export { choices, type Report } from './choices';
export { noteUsage, startReporting } from './reporting';
export { asksForPrivacy, isOffered } from './rules';

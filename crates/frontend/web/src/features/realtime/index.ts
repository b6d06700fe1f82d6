export { Live } from './components/Live';
export { PresenceDot } from './components/PresenceDot';

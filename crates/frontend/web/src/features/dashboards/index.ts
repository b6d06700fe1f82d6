export { BarList } from './charts/BarList';
export { TrendChart } from './charts/TrendChart';
export { Figures } from './components/Figures';
export { trendOf } from './movingMean';

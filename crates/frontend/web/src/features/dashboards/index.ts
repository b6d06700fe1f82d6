export { BarList } from './charts/BarList';
export { TrendChart } from './charts/TrendChart';
export { Figures, MeanFigure } from './components/Figures';
export { trendOf } from './movingMean';

// Draws charts from the data beside them. The table on the page says the same, so nothing depends on this.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(`--${name}`).trim();
const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85;

function trend({ months, series }) {
  const text = { color: token('ink-soft'), fontSize: size(), fontFamily: getComputedStyle(document.body).fontFamily };
  const looks = {
    reported: { type: 'bar', itemStyle: { color: '#9db8cf' }, barMaxWidth: 18 },
    closed: { type: 'bar', itemStyle: { color: token('calm') }, barMaxWidth: 18 },
    became_late: { type: 'line', itemStyle: { color: token('late') }, lineStyle: { width: 3, type: 'dashed' }, symbol: 'triangle', symbolSize: 9 },
  };
  return {
    animation: false,
    textStyle: text,
    // Drawn on the canvas: the page's policy lets no script write styles into it.
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true },
    legend: { top: 0, itemGap: 18, textStyle: text },
    grid: { left: 8, right: 12, top: size() * 3, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: months.map(short), axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token('line') } } },
    series: series.map(({ key, name, counts }) => ({ name, data: counts, ...looks[key] })),
  };
}

// 2026-03-01 as 3月, the year where it begins.
function short(day, place) {
  const [year, month] = day.split('-').map(Number);
  const chinese = !document.documentElement.lang.startsWith('en');
  const name = chinese ? `${month}月` : new Date(year, month - 1, 1).toLocaleString('en', { month: 'short' });
  return place === 0 || month === 1 ? `${name}\n${year}` : name;
}

const KINDS = { trend };

function draw(place) {
  const data = place.parentElement.querySelector(`script[data-for="${place.dataset.chart}"]`);
  const chart = echarts.init(place, null, { renderer: 'canvas' });
  chart.setOption(KINDS[place.dataset.chart](JSON.parse(data.textContent)));
  new ResizeObserver(() => chart.resize()).observe(place);
}

for (const place of document.querySelectorAll('[data-chart]')) draw(place);

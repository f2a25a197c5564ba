import 'uplot/dist/uPlot.min.css';
import './style.css';
import './cards.css';
import './dock.css';
import { Page } from './page/page.ts';

new Page().start();

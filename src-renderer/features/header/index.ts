export { Header, PanelHeader } from './Header';

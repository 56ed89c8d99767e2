/**
 * Icons of the app, from the single-icon files: the package's index holds thousands and slows every test.
 * Add what a page needs, in the same way.
 */
export { Add20Regular } from '@fluentui/react-icons/svg/add';
export { Archive20Regular } from '@fluentui/react-icons/svg/archive';
export { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise';
export { ArrowDown20Regular } from '@fluentui/react-icons/svg/arrow-down';
export { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
export { ArrowExport20Regular } from '@fluentui/react-icons/svg/arrow-export';
export { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
export { ArrowRight20Regular } from '@fluentui/react-icons/svg/arrow-right';
export { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
export { ArrowUndo16Regular, ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo';
export { ArrowUp20Regular } from '@fluentui/react-icons/svg/arrow-up';
export { Beaker20Regular } from '@fluentui/react-icons/svg/beaker';
export { Box20Regular } from '@fluentui/react-icons/svg/box';
export { BoxMultiple20Regular } from '@fluentui/react-icons/svg/box-multiple';
export { CalendarClock20Regular } from '@fluentui/react-icons/svg/calendar-clock';
export { Checkmark16Regular, Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
export {
  CheckmarkCircle20Filled,
  CheckmarkCircle20Regular,
} from '@fluentui/react-icons/svg/checkmark-circle';
export { ChevronDown16Regular, ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
export { ChevronRight16Regular, ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
export { ChevronUp20Regular } from '@fluentui/react-icons/svg/chevron-up';
export { Circle20Filled, Circle20Regular } from '@fluentui/react-icons/svg/circle';
export { CircleHalfFill20Regular } from '@fluentui/react-icons/svg/circle-half-fill';
export { Clock16Regular, Clock20Filled, Clock20Regular } from '@fluentui/react-icons/svg/clock';
export { CloudArrowUp20Regular } from '@fluentui/react-icons/svg/cloud-arrow-up';
export { CloudCheckmark20Regular } from '@fluentui/react-icons/svg/cloud-checkmark';
export { Copy16Regular, Copy20Regular } from '@fluentui/react-icons/svg/copy';
export { DarkTheme20Regular } from '@fluentui/react-icons/svg/dark-theme';
export { Delete20Regular } from '@fluentui/react-icons/svg/delete';
export { Desktop20Regular } from '@fluentui/react-icons/svg/desktop';
export { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
export { DismissCircle20Filled, DismissCircle20Regular } from '@fluentui/react-icons/svg/dismiss-circle';
export { Document20Regular } from '@fluentui/react-icons/svg/document';
export { Edit20Regular } from '@fluentui/react-icons/svg/edit';
export { ErrorCircle20Filled, ErrorCircle20Regular } from '@fluentui/react-icons/svg/error-circle';
export { Eye20Regular } from '@fluentui/react-icons/svg/eye';
export { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off';
export { FastForward20Regular } from '@fluentui/react-icons/svg/fast-forward';
export { Folder20Regular } from '@fluentui/react-icons/svg/folder';
export { FolderOpen20Regular } from '@fluentui/react-icons/svg/folder-open';
export { Gauge20Regular } from '@fluentui/react-icons/svg/gauge';
export { Globe20Regular } from '@fluentui/react-icons/svg/globe';
export { HardDrive20Regular } from '@fluentui/react-icons/svg/hard-drive';
export { History20Regular } from '@fluentui/react-icons/svg/history';
export { Info16Regular, Info20Filled, Info20Regular } from '@fluentui/react-icons/svg/info';
export { Key20Regular } from '@fluentui/react-icons/svg/key';
export { Link20Regular } from '@fluentui/react-icons/svg/link';
export { LocalLanguage20Regular } from '@fluentui/react-icons/svg/local-language';
export {
  LockClosed16Regular,
  LockClosed20Filled,
  LockClosed20Regular,
} from '@fluentui/react-icons/svg/lock-closed';
export { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
export { Open20Regular } from '@fluentui/react-icons/svg/open';
export { Pause20Regular } from '@fluentui/react-icons/svg/pause';
export { Person20Regular } from '@fluentui/react-icons/svg/person';
export { PersonCircle20Regular } from '@fluentui/react-icons/svg/person-circle';
export { Play20Regular } from '@fluentui/react-icons/svg/play';
export { PlugDisconnected20Regular } from '@fluentui/react-icons/svg/plug-disconnected';
export { Print20Regular } from '@fluentui/react-icons/svg/print';
export { Pulse20Regular } from '@fluentui/react-icons/svg/pulse';
export { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle';
export { RadioButton20Filled, RadioButton20Regular } from '@fluentui/react-icons/svg/radio-button';
export { Save20Regular } from '@fluentui/react-icons/svg/save';
export { Search20Regular } from '@fluentui/react-icons/svg/search';
export { Server20Regular } from '@fluentui/react-icons/svg/server';
export { Settings20Regular } from '@fluentui/react-icons/svg/settings';
export { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
export { ShieldKeyhole20Regular } from '@fluentui/react-icons/svg/shield-keyhole';
export { SignOut20Regular } from '@fluentui/react-icons/svg/sign-out';
export { Stop20Regular } from '@fluentui/react-icons/svg/stop';
export { UsbStick20Regular } from '@fluentui/react-icons/svg/usb-stick';
export { VehicleTruckProfile20Regular } from '@fluentui/react-icons/svg/vehicle-truck-profile';
export { Warning16Regular, Warning20Filled, Warning20Regular } from '@fluentui/react-icons/svg/warning';
export { WeatherMoon20Regular } from '@fluentui/react-icons/svg/weather-moon';
export { Wrench20Regular } from '@fluentui/react-icons/svg/wrench';

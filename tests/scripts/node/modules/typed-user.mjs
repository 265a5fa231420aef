import { value } from './typed/value.js'; export default value;

import './q1.mjs'; let a = ;

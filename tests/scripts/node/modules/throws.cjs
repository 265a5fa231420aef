exports.before = 1; throw new Error('thrown by CommonJS');

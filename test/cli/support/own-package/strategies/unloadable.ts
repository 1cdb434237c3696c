// A strategy that throws when it is loaded: the others are asked all the same.

throw new Error('broken on purpose');

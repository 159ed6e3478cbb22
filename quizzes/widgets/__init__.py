"""What question types draw with: inputs on the stage, and the truth beside an answer."""

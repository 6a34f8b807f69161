"""督办: yellow and red cards, explanations, instructions."""

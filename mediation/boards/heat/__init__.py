"""The heat map: where cases stand in a diagram, how long steps take, which ways are gone."""

// Exercises the measured table of escape kinds, each function many times.
import Planted

for round in 0..<50 { exerciseAll(round) }
await exerciseAsync(50)

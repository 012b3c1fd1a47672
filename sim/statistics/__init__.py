"""Methods that know nothing of alliances: shares, indices, crossings, intervals of differences."""

"""The country before it runs: regions, its institutions and pupils, and the state at day 0 and at the branch."""

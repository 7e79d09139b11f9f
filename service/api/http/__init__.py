"""HTTP as all routes share it: requests, answers, problems, paging, limits."""
